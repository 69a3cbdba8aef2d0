"""What a page is made of: plain values or tables in, a figure, map or document out."""
