//! Thrift's compact protocol, as far as Parquet's metadata need it: structs of numbers, texts, lists and structs.
//!
//! The protocol: <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>.

const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// Writes a struct; its fields are given in the order of their ids.
pub fn write(out: &mut Vec<u8>, fields: impl FnOnce(&mut Fields)) {
    fields(&mut Fields { out, last: 0 });
    out.push(0);
}

/// The fields of a struct that is being written.
pub struct Fields<'a> {
    out: &'a mut Vec<u8>,
    last: u8,
}

impl Fields<'_> {
    /// The head of a field: how far its id is from the one before, at most 15, and its type.
    fn head(&mut self, id: u8, kind: u8) {
        self.out.push((id - self.last) << 4 | kind);
        self.last = id;
    }

    /// A truth, which is told by its type.
    pub fn flag(&mut self, id: u8, value: bool) {
        self.head(id, if value { 1 } else { 2 });
    }

    /// A number of 32 bits, or the value of an enumeration.
    pub fn int(&mut self, id: u8, value: i32) {
        self.head(id, I32);
        zigzag(self.out, value.into());
    }

    /// A number of 64 bits.
    pub fn long(&mut self, id: u8, value: usize) {
        self.head(id, I64);
        zigzag(self.out, value as i64);
    }

    /// A text.
    pub fn text(&mut self, id: u8, value: &str) {
        self.head(id, BINARY);
        bytes(self.out, value);
    }

    /// A struct.
    pub fn inside(&mut self, id: u8, fields: impl FnOnce(&mut Fields)) {
        self.head(id, STRUCT);
        write(self.out, fields);
    }

    /// A list of structs.
    pub fn each<T>(&mut self, id: u8, items: &[T], mut fields: impl FnMut(&T, &mut Fields)) {
        self.list(id, items.len(), STRUCT);
        for item in items {
            write(self.out, |inner| fields(item, inner));
        }
    }

    /// A list of numbers of 32 bits.
    pub fn ints(&mut self, id: u8, items: &[i32]) {
        self.list(id, items.len(), I32);
        items
            .iter()
            .for_each(|item| zigzag(self.out, (*item).into()));
    }

    /// A list of texts.
    pub fn texts(&mut self, id: u8, items: &[&str]) {
        self.list(id, items.len(), BINARY);
        items.iter().for_each(|item| bytes(self.out, item));
    }

    fn list(&mut self, id: u8, long: usize, kind: u8) {
        self.head(id, LIST);
        match long {
            0..15 => self.out.push((long as u8) << 4 | kind),
            _ => {
                self.out.push(0xf0 | kind);
                varint(self.out, long as u64);
            }
        }
    }
}

/// A number in groups of seven bits, the lowest first.
pub fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn zigzag(out: &mut Vec<u8>, value: i64) {
    varint(out, (value << 1 ^ value >> 63) as u64);
}

fn bytes(out: &mut Vec<u8>, text: &str) {
    varint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}
