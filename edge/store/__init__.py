"""What is kept on the device (the ledger, receipts, notes), and wiping it."""
