"""Dates and times as Koreans and English readers write them; used through FORMAT_MODULE_PATH."""
