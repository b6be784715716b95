//! The long-lived Python core as a supervised child, spoken to over MCP.
//!
//! `launch` finds the program, `supervisor` keeps one of it alive, `calls` runs its tools, `events` carries what they
//! say on the way, `contract` is every value that crosses.

pub mod calls;
pub mod contract;
pub mod error;
pub mod events;
pub mod launch;
pub mod supervisor;

pub use calls::Core;
pub use error::CoreError;
pub use launch::Launch;
pub use supervisor::CoreState;
