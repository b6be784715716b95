//! Holds a core until it is ended by force: what a crashed shell is, for a test. Prints the core's process id.

use opta_core::{Core, CoreError, CoreState, Launch};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), CoreError> {
    let core = Core::start(Launch::find(None)?);
    let mut state = core.state();
    while state.changed().await.is_ok() {
        if let CoreState::Ready { pid: Some(pid) } = *state.borrow_and_update() {
            println!("{pid}");
        }
    }
    Ok(())
}
