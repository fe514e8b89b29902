"""The gate: what may leave the glasses, what is masked and blurred first, the budget, the receipts."""
