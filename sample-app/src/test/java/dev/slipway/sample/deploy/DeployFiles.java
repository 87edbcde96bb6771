package dev.slipway.sample.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.yaml.snakeyaml.Yaml;

/**
 * The files in sample-app/deploy.
 */
final class DeployFiles {

	/** The working directory of the tests is the folder of their module. */
	static final Path CONTEXT = Path.of("").toAbsolutePath();

	private static final Path FOLDER = CONTEXT.resolve("deploy");

	private DeployFiles() {
	}

	static Path path(String name) {
		return FOLDER.resolve(name);
	}

	static Dockerfile dockerfile() {
		return Dockerfile.read(path("Dockerfile"));
	}

	/** Return the manifests of Kubernetes, relative to the folder of all files. */
	static List<String> manifests() {
		try (Stream<Path> files = Files.walk(path("kubernetes"))) {
			return files.filter(Files::isRegularFile).map(FOLDER::relativize).map(Path::toString).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read a file of YAML or JSON with one document.
	 */
	static Map<String, Object> read(String name) {
		return new Yaml().load(text(name));
	}

	static String text(String name) {
		try {
			return Files.readString(path(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the containers of all files that run the image of the sample. */
	static List<ContainerSpec> containers() {
		List<ContainerSpec> containers = new ArrayList<>();
		for (String manifest : manifests()) {
			Map<String, Object> content = read(manifest);
			if (JsonPath.<List<Object>>read(content, "$..containers").size() == 1) {
				containers.add(kubernetes(manifest));
			}
		}
		containers.addAll(compose());
		containers.addAll(ecs());
		return containers;
	}

	/** Return the container of a manifest, with the variables of the Secret. */
	static ContainerSpec kubernetes(String manifest) {
		Map<String, Object> pod = JsonPath.read(read(manifest), "$.spec.template.spec");
		Map<String, Object> container = JsonPath.read(pod, "$.containers[0]");
		Map<String, String> environment = new LinkedHashMap<>();
		JsonPath.<List<Map<String, Object>>>read(container, "$..envFrom[*].secretRef")
			.forEach((secret) -> environment.putAll(secret(String.valueOf(secret.get("name")))));
		JsonPath.<List<Map<String, Object>>>read(container, "$..env[*]")
			.forEach((each) -> environment.put(String.valueOf(each.get("name")), String.valueOf(each.get("value"))));
		return new ContainerSpec(manifest, String.valueOf(container.get("image")), list(container, "args"), environment,
				JsonPath.read(pod, "$.securityContext.runAsUser") + ":"
						+ JsonPath.read(pod, "$.securityContext.runAsGroup"),
				Boolean.TRUE.equals(JsonPath.read(container, "$.securityContext.readOnlyRootFilesystem")),
				JsonPath.read(container, "$.securityContext.capabilities.drop"),
				JsonPath.read(container, "$..volumeMounts[*].mountPath"),
				JsonPath.read(container, "$..ports[*].containerPort"));
	}

	private static Map<String, String> secret(String name) {
		Map<String, Object> secret = read("kubernetes/secret.yaml");
		if (!JsonPath.<String>read(secret, "$.metadata.name").equals(name)) {
			throw new IllegalStateException("there is no Secret " + name);
		}
		return JsonPath.read(secret, "$.stringData");
	}

	private static List<ContainerSpec> compose() {
		List<ContainerSpec> containers = new ArrayList<>();
		Map<String, Map<String, Object>> services = JsonPath.read(read("compose.yaml"), "$.services");
		services.forEach((name, service) -> {
			if (service.containsKey("build")) {
				List<String> published = list(service, "ports");
				containers.add(new ContainerSpec("compose.yaml " + name, String.valueOf(service.get("image")),
						list(service, "command"), texts(service.get("environment")),
						String.valueOf(service.get("user")), Boolean.TRUE.equals(service.get("read_only")),
						list(service, "cap_drop"), list(service, "tmpfs"),
						published.stream()
							.map((port) -> Integer.valueOf(port.substring(port.lastIndexOf(':') + 1)))
							.toList()));
			}
		});
		return containers;
	}

	private static List<ContainerSpec> ecs() {
		List<ContainerSpec> containers = new ArrayList<>();
		List<Map<String, Object>> definitions = JsonPath.read(read("ecs/task-definition.json"),
				"$.containerDefinitions");
		for (Map<String, Object> container : definitions) {
			Map<String, String> environment = new LinkedHashMap<>();
			JsonPath.<List<Map<String, Object>>>read(container, "$..environment[*]")
				.forEach(
						(each) -> environment.put(String.valueOf(each.get("name")), String.valueOf(each.get("value"))));
			JsonPath.<List<Map<String, Object>>>read(container, "$..secrets[*]")
				.forEach((each) -> environment.put(String.valueOf(each.get("name")), "(a secret)"));
			String image = String.valueOf(container.get("image"));
			containers.add(new ContainerSpec("ecs/task-definition.json " + container.get("name"),
					image.substring(image.lastIndexOf('/') + 1), list(container, "command"), environment,
					String.valueOf(container.get("user")), Boolean.TRUE.equals(container.get("readonlyRootFilesystem")),
					JsonPath.read(container, "$.linuxParameters.capabilities.drop"),
					JsonPath.read(container, "$..mountPoints[*].containerPath"),
					JsonPath.read(container, "$..portMappings[*].containerPort")));
		}
		return containers;
	}

	/** Return the lines of a file for systemd as settings, in their order. */
	static List<Map.Entry<String, String>> settings(String name) {
		return text(name).lines()
			.filter((line) -> line.contains("=") && !line.startsWith("#"))
			.map((line) -> Map.entry(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)))
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static List<String> list(Map<String, Object> map, String key) {
		return (List<String>) map.getOrDefault(key, List.of());
	}

	private static Map<String, String> texts(Object map) {
		Map<String, String> texts = new LinkedHashMap<>();
		((Map<?, ?>) map).forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
		return texts;
	}

}
