"""Designation: rules as data that say which areas lag, on which criteria, how firmly and what helps."""
