//! Widths of glyphs that a font gives for a range of them ("3 17 318"), as browsers write them: the library
//! knows only lists ("3 [318 318 …]"), and would tear words apart where it takes a glyph for narrower than it is.

use pdf_extract::{Document, Object};

/// Most glyphs of a font; the format knows no more.
const MAX_GLYPHS: i64 = 65_536;

/// Puts lists for the ranges of all fonts.
pub(super) fn spell_out(document: &mut Document) {
    let spelled: Vec<_> = document
        .objects
        .iter()
        .filter_map(|(id, object)| {
            let font = object.as_dict().ok()?;
            let (_, widths) = document.dereference(font.get(b"W").ok()?).ok()?;
            Some((*id, lists(widths.as_array().ok()?)?))
        })
        .collect();
    for (id, widths) in spelled {
        if let Ok(Object::Dictionary(font)) = document.get_object_mut(id) {
            font.set("W", Object::Array(widths));
        }
    }
}

/// The same widths in lists alone; none where they cannot be read.
fn lists(widths: &[Object]) -> Option<Vec<Object>> {
    let mut lists = Vec::with_capacity(widths.len());
    let mut glyphs = 0;
    let mut rest = widths.iter();
    while let Some(first) = rest.next() {
        lists.push(first.clone());
        match rest.next()? {
            list @ Object::Array(_) => lists.push(list.clone()),
            last => {
                let count = (last.as_i64().ok()? - first.as_i64().ok()?).checked_add(1)?;
                glyphs += count;
                if count < 1 || glyphs > MAX_GLYPHS {
                    return None;
                }
                lists.push(Object::Array(vec![rest.next()?.clone(); count as usize]));
            }
        }
    }
    Some(lists)
}
