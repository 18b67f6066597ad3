"""The same truth at every hub, carried by files: made, signed, encrypted, checked, merged, taken back."""
