"""Contracts: what is paid for, used or not, by kind: places under contract, and notice after a child has left."""
