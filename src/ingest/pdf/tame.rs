//! Keeps from the library what would make it run for ever or fill the memory: streams that unpack to a
//! thousand times their size, forms that draw themselves.

use std::collections::HashMap;
use std::io::Read;

use flate2::read::ZlibDecoder;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::super::refused::Fault;

/// All that the streams of a document may unpack to, pictures apart (bytes). Ten thousand pages of text
/// have a tenth of it.
const MAX_UNPACKED: u64 = 300_000_000;

/// What a byte may unpack to in packings that are not unpacked here to see.
const WORST: u64 = 1_000;

/// How often forms may be drawn, those within others counted each time.
const MAX_DRAWN: u64 = 100_000;

/// Looks at the file before it is parsed: the streams that hold its objects are unpacked while it is.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let mut unpacked = 0;
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], b"stream") {
        let start = from + at + b"stream".len();
        let head = &bytes[(from + at).saturating_sub(600)..from + at];
        let head = match rfind(head, b" obj") {
            Some(begin) => &head[begin..],
            None => head,
        };
        from = start;
        if find(head, b"/ObjStm").is_none() && find(head, b"/XRef").is_none() {
            continue;
        }
        if find(head, b"LZWDecode").is_some()
            || head.windows(6).filter(|w| w == b"Decode").count() > 2
        {
            return Err(excessive());
        }
        let data = &bytes[start..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        unpacked += inflated(data, MAX_UNPACKED - unpacked)?;
    }
    Ok(())
}

/// Takes the pictures out of a document and bounds what is left.
pub(super) fn tame(document: &mut Document) -> Result<(), Fault> {
    let mut unpacked = 0;
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        // The library reads whatever is drawn as if it were a page.
        if is(&stream.dict, b"Image") {
            stream.content.clear();
            stream.dict.remove(b"Filter");
            continue;
        }
        unpacked += size(stream, MAX_UNPACKED - unpacked)?;
    }
    check_parents(document)?;
    own_resources(document);
    let forms: Vec<ObjectId> = forms(document).collect();
    let mut drawn = HashMap::new();
    for form in forms {
        if expansions(document, form, &mut drawn, 0).is_none_or(|times| times > MAX_DRAWN) {
            return Err(excessive());
        }
    }
    Ok(())
}

fn is(dictionary: &Dictionary, subtype: &[u8]) -> bool {
    dictionary
        .get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|name| name == subtype)
}

/// Whatever can be drawn and draws others. What a stream says it is counts for nothing: the library draws
/// any.
fn forms(document: &Document) -> impl Iterator<Item = ObjectId> {
    document.objects.iter().filter_map(|(id, object)| {
        let stream = object.as_stream().ok()?;
        (draws(stream) > 0).then_some(*id)
    })
}

/// A form without resources draws by those of whoever draws it, which may hold the form itself.
fn own_resources(document: &mut Document) {
    let without: Vec<ObjectId> = forms(document)
        .filter(|id| {
            let form = document.get_object(*id).and_then(Object::as_stream);
            form.is_ok_and(|form| dictionary(document, &form.dict, b"Resources").is_none())
        })
        .collect();
    for id in without {
        if let Ok(Object::Stream(stream)) = document.get_object_mut(id) {
            stream.dict.set("Resources", Dictionary::new());
        }
    }
}

fn dictionary<'d>(
    document: &'d Document,
    of: &'d Dictionary,
    key: &[u8],
) -> Option<&'d Dictionary> {
    let (_, object) = document.dereference(of.get(key).ok()?).ok()?;
    object.as_dict().ok()
}

/// Deepest tree of pages.
const MAX_DEPTH: usize = 60;

/// What a page does not say is looked for in its parents, which must come to an end.
fn check_parents(document: &Document) -> Result<(), Fault> {
    for page in document.page_iter() {
        let mut node = document.get_dictionary(page).ok();
        let mut depth = 0;
        while let Some(parent) = node.and_then(|node| node.get(b"Parent").ok()?.as_reference().ok())
        {
            depth += 1;
            if depth > MAX_DEPTH {
                return Err(excessive());
            }
            node = document.get_dictionary(parent).ok();
        }
    }
    Ok(())
}

/// How often a form draws another, at the most.
fn draws(form: &Stream) -> u64 {
    let content = form.decompressed_content().unwrap_or_default();
    content.windows(2).filter(|two| two == b"Do").count() as u64
}

/// How many forms are drawn by drawing this one; none where it draws itself.
fn expansions(
    document: &Document,
    form: ObjectId,
    known: &mut HashMap<ObjectId, Option<u64>>,
    depth: usize,
) -> Option<u64> {
    if let Some(&times) = known.get(&form) {
        return times;
    }
    if depth > 30 {
        return None;
    }
    // Met again before it is known, it lies within itself.
    known.insert(form, None);
    let stream = document.get_object(form).and_then(Object::as_stream).ok()?;
    let times = match draws(stream) {
        0 => Some(1),
        draws => {
            let mut most = 1;
            for inner in drawable(document, &stream.dict) {
                most = most.max(expansions(document, inner, known, depth + 1)?);
            }
            Some(draws.saturating_mul(most).saturating_add(1))
        }
    };
    known.insert(form, times);
    times
}

/// The forms that are named in the resources of a form.
fn drawable(document: &Document, form: &Dictionary) -> Vec<ObjectId> {
    let Some(objects) = dictionary(document, form, b"Resources")
        .and_then(|resources| dictionary(document, resources, b"XObject"))
    else {
        return Vec::new();
    };
    objects
        .iter()
        .filter_map(|(_, object)| object.as_reference().ok())
        .collect()
}

/// What a stream unpacks to, at the most.
fn size(stream: &Stream, left: u64) -> Result<u64, Fault> {
    let filters = stream.filters().unwrap_or_default();
    let packings = filters
        .iter()
        .filter(|f| matches!(**f, b"FlateDecode" | b"LZWDecode"))
        .count();
    let size = match filters[..] {
        _ if packings > 1 => return Err(excessive()),
        [b"FlateDecode", ..] => inflated(&stream.content, left)?,
        _ if packings == 1 => stream.content.len() as u64 * WORST,
        _ => stream.content.len() as u64,
    };
    if size > left {
        return Err(excessive());
    }
    Ok(size)
}

fn inflated(packed: &[u8], left: u64) -> Result<u64, Fault> {
    let mut stream = ZlibDecoder::new(packed).take(left + 1);
    let mut size = 0;
    let mut buffer = [0; 16 * 1024];
    // Where it is damaged, the library goes no further either.
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        size += read as u64;
    }
    if size > left {
        return Err(excessive());
    }
    Ok(size)
}

fn excessive() -> Fault {
    Fault::new(
        "the PDF is made to exhaust its reader",
        "look at it with care before you open it",
    )
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .position(|window| window == needle)
}

fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .rposition(|window| window == needle)
}
