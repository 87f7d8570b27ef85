"""Client of 省财政非税收缴."""
