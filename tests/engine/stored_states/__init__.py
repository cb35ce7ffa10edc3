"""Instances as each released codec version stored them: ``v<codec version>/<sample>/`` has the versions' files, the
rows with the states, and how the engine of that day finished the case. ``making`` writes the folder of today's codec;
folders of former versions are never written again.
"""
