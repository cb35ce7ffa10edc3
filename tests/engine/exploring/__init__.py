"""Does the deploy gate see what gets stuck?"""
