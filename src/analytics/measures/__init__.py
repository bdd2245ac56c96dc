"""What every published figure means, and one evaluator for all of them."""
