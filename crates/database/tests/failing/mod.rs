//! What the tests of failures share: a server that can be killed, a network that can fail, writers who remember.

pub mod load;
pub mod proxy;
pub mod server;
mod wire;
