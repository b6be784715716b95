"""What is wrong, or that nothing is: rules over a window of measurements."""
