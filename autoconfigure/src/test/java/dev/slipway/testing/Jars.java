package dev.slipway.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Archives that a test makes, and class paths of these.
 */
public final class Jars {

	private Jars() {
	}

	/**
	 * Write an archive, without entries for folders.
	 * @param files the texts of its files by their paths
	 */
	public static void pack(Path jar, Map<String, String> files) {
		try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream out = new ZipOutputStream(file)) {
			for (Map.Entry<String, String> each : files.entrySet()) {
				out.putNextEntry(new ZipEntry(each.getKey()));
				out.write(each.getValue().getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return a class loader of some archives and folders alone. */
	public static URLClassLoader loader(Path... roots) throws IOException {
		URL[] urls = new URL[roots.length];
		for (int i = 0; i < roots.length; i++) {
			urls[i] = roots[i].toUri().toURL();
		}
		return new URLClassLoader(urls, null);
	}

}
