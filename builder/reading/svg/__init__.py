"""An author's SVG → one that loads nothing, runs nothing and can be drawn, written anew."""
