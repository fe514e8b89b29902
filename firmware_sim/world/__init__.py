"""What is around simulated glasses: scenarios, what is seen and heard, battery, heat, costs."""
