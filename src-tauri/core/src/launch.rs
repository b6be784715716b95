//! Where the core's program is and how it is started.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::CoreError;

/// The variable that names another core, for trying one out.
pub const CORE_VARIABLE: &str = "OPTA_CORE";

const NAME: &str = if cfg!(windows) { "opta-mcp.exe" } else { "opta-mcp" };
const SCRIPTS: &str = if cfg!(windows) { "Scripts" } else { "bin" };

/// A program and its arguments; it speaks MCP on its standard input and output.
#[derive(Clone, Debug, PartialEq)]
pub struct Launch {
    /// The file to run: an absolute path, since a desktop starts programs with a path of its own.
    pub program: PathBuf,
    /// What it is given.
    pub arguments: Vec<OsString>,
}

impl Launch {
    /// Find the core: the one that `OPTA_CORE` names, the one in the bundle, the one of this checkout.
    ///
    /// # Errors
    /// `CoreError::Missing` where there is none of them.
    pub fn find(resources: Option<&Path>) -> Result<Self, CoreError> {
        let named = env::var_os(CORE_VARIABLE).map(PathBuf::from);
        let bundled = resources.map(|folder| folder.join("core").join(NAME));
        let candidates: Vec<PathBuf> = match named {
            Some(named) => vec![named],
            None => bundled.into_iter().chain(checkout()).collect(),
        };
        let found = candidates.iter().find(|path| path.is_file()).cloned();
        let shown = candidates.first().map_or_else(|| NAME.into(), |path| path.display().to_string());
        found.map(Self::app).ok_or(CoreError::Missing(shown))
    }

    /// Return the start of a core that lists what only our own faces need.
    #[must_use]
    pub fn app(program: PathBuf) -> Self {
        Self { program, arguments: vec!["--app".into()] }
    }
}

/// The environment that `make` sets up beside this folder; what is shipped looks for none.
fn checkout() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.parent()?;
    cfg!(debug_assertions).then(|| root.join("mcp-server").join(".venv").join(SCRIPTS).join(NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_that_came_with_the_window_stands_before_the_checkouts() -> Result<(), Box<dyn std::error::Error>> {
        let resources = env::temp_dir().join(format!("opta-launch-{}", std::process::id()));
        std::fs::create_dir_all(resources.join("core"))?;
        let bundled = resources.join("core").join(NAME);
        std::fs::write(&bundled, "")?;
        assert_eq!(Launch::find(Some(&resources))?, Launch::app(bundled));
        std::fs::remove_dir_all(&resources)?;
        assert_eq!(Launch::find(Some(&resources)).ok(), Launch::find(None).ok());
        Ok(())
    }
}
