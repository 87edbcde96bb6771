package dev.slipway.sample.deploy;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the files in deploy say agrees with Kubernetes, with each other and with the
 * sample. {@link DistrolessIT} runs them.
 */
class DeployFilesTests {

	private static final int PORT = 8080;

	private static final Map<String, String> API_VERSIONS = Map.of("Deployment", "apps/v1", "Job", "batch/v1",
			"Service", "v1", "Secret", "v1");

	private static final Gson gson = new GsonBuilder()
		.registerTypeAdapter(OffsetDateTime.class,
				(JsonDeserializer<OffsetDateTime>) (json, type, context) -> OffsetDateTime.parse(json.getAsString()))
		.create();

	private static final PropertyNames properties = PropertyNames.ofClassPath();

	static List<String> manifests() {
		return DeployFiles.manifests();
	}

	static List<ContainerSpec> containers() {
		return DeployFiles.containers();
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void kubernetesKnowsEachField(String manifest) throws Exception {
		requireValid(DeployFiles.read(manifest));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "periodSeconds:-periodSecond:", "secretRef:-secretReference:", "replicas: 3-replicas: three",
					"containerPort: 8080-containerPort: http", "maxSurge:-surge:", "  selector:-  selectors:" })
	void fieldThatKubernetesDoesNotKnowIsFound(String change) {
		String[] parts = change.split("-");
		String manifest = DeployFiles.text("kubernetes/replicas-migrate/deployment.yaml");
		assertThat(manifest).contains(parts[0]);
		Map<String, Object> changed = new Yaml().load(manifest.replace(parts[0], parts[1]));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> requireValid(changed));
	}

	/** The models of Kubernetes' own client are generated from its schema. */
	private static void requireValid(Map<String, Object> manifest) throws ReflectiveOperationException {
		String kind = String.valueOf(manifest.get("kind"));
		assertThat(manifest).containsEntry("apiVersion", API_VERSIONS.get(kind));
		Class<?> model = Class.forName("io.kubernetes.client.openapi.models.V1" + kind);
		JsonElement json = JsonParser.parseString(gson.toJson(manifest));
		try {
			model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalArgumentException(ex.getCause());
		}
		gson.fromJson(json, model);
	}

	@ParameterizedTest
	@MethodSource("containers")
	void eachVariableOfAContainerSetsAProperty(ContainerSpec container) {
		assertThat(problems(container.environment().entrySet().stream())).isEmpty();
		assertThat(container.environment()).containsKeys("SPRING_DATASOURCE_URL", "SPRING_DATASOURCE_USERNAME",
				"SPRING_DATASOURCE_PASSWORD", "QUERY_DATASOURCE_URL", "QUERY_DATASOURCE_USERNAME",
				"QUERY_DATASOURCE_PASSWORD");
	}

	@Test
	void eachVariableOfTheUnitSetsAProperty() {
		Stream<Map.Entry<String, String>> own = unit("Environment").map((value) -> value.split("="))
			.map((parts) -> Map.entry(parts[0], parts[1]));
		assertThat(problems(Stream.concat(own, DeployFiles.settings("systemd/databases.env").stream()))).isEmpty();
	}

	@Test
	void variableThatSetsNothingIsFound() {
		assertThat(problems(Stream.of(Map.entry("SLIPWAY_MODE", "Wait"), Map.entry("SLIPWAY_WAITTIMEOUT", "25m"))))
			.isEmpty();
		assertThat(problems(Stream.of(Map.entry("SLIPWAY_MODUS", "wait"), Map.entry("SLIPWAY_MODE", "waiting"),
				Map.entry("SLIPWAY_WAITTIMEOUT", "25 minutes"), Map.entry("QUERY_DATASOURCE_USER", "sample"))))
			.hasSize(4);
	}

	private static List<String> problems(Stream<Map.Entry<String, String>> variables) {
		return variables.flatMap((variable) -> properties.problem(variable.getKey(), variable.getValue()).stream())
			.toList();
	}

	@ParameterizedTest
	@MethodSource("containers")
	void containerIsLockedDown(ContainerSpec container) {
		assertThat(container.user()).isEqualTo(DeployFiles.dockerfile().last().only("USER"));
		assertThat(container.readOnly()).isTrue();
		assertThat(container.droppedCapabilities()).containsExactly("ALL");
		assertThat(container.writable()).containsExactly(DeployFiles.dockerfile().last().only("VOLUME"));
	}

	@Test
	void allContainersHaveOneImage() {
		assertThat(containers()).hasSizeGreaterThanOrEqualTo(7)
			.extracting(ContainerSpec::image)
			.containsOnly("slipway-sample:0.1.0");
	}

	@Test
	void containersThatRunACommandMigrate() {
		assertThat(containers()).extracting(ContainerSpec::arguments)
			.containsOnly(List.of(), List.of("--slipway.command=migrate"));
	}

	@ParameterizedTest
	@MethodSource("containers")
	void onlyTheApplicationHasAPort(ContainerSpec container) {
		assertThat(container.ports()).isEqualTo(container.isCommand() ? List.of() : List.of(PORT));
	}

	@Test
	void imageListensOnThePortOfTheSample() throws Exception {
		assertThat(DeployFiles.dockerfile().last().only("EXPOSE")).isEqualTo(String.valueOf(PORT));
		new YamlPropertySourceLoader().load("application", new ClassPathResource("application.yml"))
			.forEach((source) -> assertThat(source.containsProperty("server.port")).isFalse());
	}

	@Test
	void serviceSelectsTheApplicationsPodsAndNotTheJob() {
		Map<String, Object> service = DeployFiles.read("kubernetes/service.yaml");
		Map<String, String> selector = JsonPath.read(service, "$.spec.selector");
		for (String way : List.of("replicas-migrate", "job-migrates")) {
			Map<String, Object> deployment = DeployFiles.read("kubernetes/" + way + "/deployment.yaml");
			assertThat(JsonPath.<Map<String, String>>read(deployment, "$.spec.selector.matchLabels"))
				.isEqualTo(selector);
			assertThat(JsonPath.<Map<String, String>>read(deployment, "$.spec.template.metadata.labels"))
				.containsAllEntriesOf(selector);
			assertThat(JsonPath.<List<String>>read(deployment, "$..ports[*].name"))
				.contains(JsonPath.<String>read(service, "$.spec.ports[0].targetPort"));
		}
		assertThat(JsonPath.<Map<String, String>>read(DeployFiles.read("kubernetes/job-migrates/job.yaml"),
				"$.spec.template.metadata.labels"))
			.doesNotContainEntry("app.kubernetes.io/name", selector.get("app.kubernetes.io/name"));
	}

	/** The names of a Service's variables begin as those of Slipway's properties do. */
	@ParameterizedTest
	@MethodSource("manifests")
	void podsHaveNoVariablesOfTheService(String manifest) {
		assertThat(JsonPath.<List<Map<String, Object>>>read(DeployFiles.read(manifest), "$..template.spec"))
			.allSatisfy((pod) -> assertThat(pod).containsEntry("enableServiceLinks", false));
	}

	/** A pod that is killed while it waits says less than one whose wait has ended. */
	@Test
	void waitsEndBeforeTheStartupProbe() {
		Duration wait = duration("replicas-migrate", "SLIPWAY_LOCK_WAITTIMEOUT");
		assertThat(wait).isLessThan(startupProbe("replicas-migrate"));
		wait = duration("job-migrates", "SLIPWAY_WAITTIMEOUT");
		assertThat(wait).isLessThan(startupProbe("job-migrates"));
		Integer deadline = JsonPath.read(DeployFiles.read("kubernetes/job-migrates/job.yaml"),
				"$.spec.activeDeadlineSeconds");
		assertThat(Duration.ofSeconds(deadline)).isLessThan(wait);
	}

	@Test
	void rolloutThatWaitsForTheStartupProbeHasNotFailed() {
		for (String way : List.of("replicas-migrate", "job-migrates")) {
			Integer deadline = JsonPath.read(deployment(way), "$.spec.progressDeadlineSeconds");
			assertThat(Duration.ofSeconds(deadline)).isGreaterThan(startupProbe(way));
		}
	}

	private static Duration duration(String way, String variable) {
		return DurationStyle.detectAndParse(
				DeployFiles.kubernetes("kubernetes/" + way + "/deployment.yaml").environment().get(variable));
	}

	private static Duration startupProbe(String way) {
		Map<String, Integer> probe = JsonPath.read(deployment(way), "$.spec.template.spec.containers[0].startupProbe");
		return Duration.ofSeconds((long) probe.get("periodSeconds") * probe.get("failureThreshold"));
	}

	private static Map<String, Object> deployment(String way) {
		return DeployFiles.read("kubernetes/" + way + "/deployment.yaml");
	}

	/** A distroless image has no shell, so nothing runs in it while it is built. */
	@Test
	void imageNeedsNoShell() {
		Dockerfile.Stage image = DeployFiles.dockerfile().last();
		assertThat(image.base()).startsWith("gcr.io/distroless/java").endsWith(":nonroot");
		assertThat(image.all("RUN")).isEmpty();
		assertThat(image.entrypoint().get(0)).isEqualTo("/usr/bin/java");
		assertThat(image.only("USER")).matches("[1-9][0-9]*:[1-9][0-9]*");
	}

	@Test
	void theContextOfTheImageHasWhatIsCopiedAndNothingElse() {
		Dockerfile.Stage builder = DeployFiles.dockerfile().stages().get(0);
		List<String> copied = builder.all("COPY").stream().map((copy) -> copy.words().get(0)).toList();
		assertThat(DeployFiles.text("Dockerfile.dockerignore").lines().filter((line) -> !line.startsWith("#")))
			.containsExactlyElementsOf(
					Stream.concat(Stream.of("*"), copied.stream().map((path) -> "!" + path)).toList());
	}

	@Test
	void composeBuildsTheImageOfTheDockerfile() {
		Map<String, Object> compose = DeployFiles.read("compose.yaml");
		String context = JsonPath.read(compose, "$.services.application.build.context");
		String dockerfile = JsonPath.read(compose, "$.services.application.build.dockerfile");
		assertThat(DeployFiles.path("").resolve(context).resolve(dockerfile).normalize())
			.isEqualTo(DeployFiles.path("Dockerfile"));
	}

	@Test
	void unitStartsTheJarThatItsFirstLinesInstall() {
		String jar = "/opt/slipway-sample/slipway-sample-app.jar";
		assertThat(unit("ExecStart")).singleElement().asString().startsWith("/usr/bin/java ").endsWith(" -jar " + jar);
		assertThat(DeployFiles.text("systemd/slipway-sample.service"))
			.contains("install -D -m 644 target/slipway-sample-app.jar " + jar);
		assertThat(unit("EnvironmentFile")).singleElement()
			.satisfies((file) -> assertThat(DeployFiles.text("systemd/slipway-sample.service"))
				.contains("install -D -m 600 deploy/systemd/databases.env " + file));
	}

	private static Stream<String> unit(String setting) {
		return DeployFiles.settings("systemd/slipway-sample.service")
			.stream()
			.filter((entry) -> entry.getKey().equals(setting))
			.map(Map.Entry::getValue);
	}

}
