package dev.slipway.sample.deploy;

import java.util.List;
import java.util.Map;

/**
 * What a file says about a container of the sample's image.
 *
 * @param source the file, and the name in it
 * @param image the image, without its registry
 * @param arguments what follows the image's entry point
 * @param environment its variables
 * @param user user and group
 * @param readOnly whether its root file system is read-only
 * @param droppedCapabilities what it may not do
 * @param writable folders that it may write to
 * @param ports ports that others reach
 */
record ContainerSpec(String source, String image, List<String> arguments, Map<String, String> environment, String user,
		boolean readOnly, List<String> droppedCapabilities, List<String> writable, List<Integer> ports) {

	boolean isCommand() {
		return !this.arguments.isEmpty();
	}

	@Override
	public String toString() {
		return this.source;
	}

}
