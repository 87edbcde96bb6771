package dev.slipway.engine.adopt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * refinery's table. Its times are text.
 */
final class RefineryHistory implements ForeignTool {

	/** What Rust writes behind a text that it hashes. */
	private static final byte END = (byte) 0xFF;

	@Override
	public String name() {
		return "refinery";
	}

	@Override
	public List<String> tables() {
		return List.of("refinery_schema_history");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("version", "name", "applied_on", "checksum");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version, h.name, h.applied_on, h.checksum", "h.version");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofVersion(Version.of(values.present("version")), values.present("name"))
			.withChecksum(values.text("checksum"))
			.applied(time(values.text("applied_on")), null, null);
	}

	private static @Nullable Instant time(@Nullable String text) {
		try {
			return (text != null) ? OffsetDateTime.parse(text).toInstant() : null;
		}
		catch (DateTimeException ex) {
			// A row without a time that can be read says all the same that it is applied.
			return null;
		}
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

	/** Of name, version and text. Versions have four bytes, or eight by a feature. */
	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		List<String> checksums = new ArrayList<>();
		byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
		byte[] text = FileBytes.of(file);
		long version = Long.parseLong(file.requireVersion().canonical());
		for (int size : List.of(Integer.BYTES, Long.BYTES)) {
			ByteBuffer hashed = ByteBuffer.allocate(name.length + 1 + size + text.length + 1)
				.order(ByteOrder.LITTLE_ENDIAN);
			hashed.put(name).put(END);
			if (size == Integer.BYTES) {
				hashed.putInt((int) version);
			}
			else {
				hashed.putLong(version);
			}
			hashed.put(text).put(END);
			checksums.add(Long.toUnsignedString(SipHash.of(hashed.array())));
		}
		return checksums;
	}

	@Override
	public String afterChange() {
		return "write the checksum into its row, for which refinery has no command";
	}

}
