//! The paid door: start, watch, collect, cost; actors as adapters.
