//! A text as a file of its own: handed to the downloads, and what came of it told.

use super::workspace::Workspace;
use platform::files;

impl Workspace {
    /// Hands a text out under this name, as this media type.
    pub fn hand_out(self, name: &str, media_type: &str, text: String) {
        match files::download(name, media_type, &[text]) {
            Ok(()) => self.notices.tell(format!("已交浏览器下载 {name}；看到文件才算导出")),
            Err(why) => {
                self.notices.warn(format!("没有导出：浏览器拒绝下载（{why}）。请检查下载设置后重试。"));
            }
        }
    }
}
