"""The places of Cambodia: their codes and names, and how to find one from what people write."""
