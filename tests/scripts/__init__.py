"""Tests of the scripts that set up, try and test Chartside."""
