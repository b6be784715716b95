//! Lists the commands that the window may be given; one that is not listed here is open to nobody.

fn main() {
    let commands = &[
        "conversation_forget",
        "conversation_list",
        "conversation_read",
        "core_restart",
        "core_watch",
        "link_open",
        "llm_cancel",
        "llm_chat",
        "llm_chat_stream",
        "llm_models",
        "llm_pull",
        "llm_status",
        "model_choose",
        "ollama_start",
        "telemetry_watch",
    ];
    let manifest = tauri_build::AppManifest::new().commands(commands);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
