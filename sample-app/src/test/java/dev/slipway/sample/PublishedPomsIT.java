package dev.slipway.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each published pom must say, which Maven Central refuses otherwise.
 */
class PublishedPomsIT {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	@ParameterizedTest
	@ValueSource(strings = { ".", "autoconfigure", "starter" })
	void pomHasANameAndADescriptionOfItsOwn(String folder) throws Exception {
		Document pom = pom(folder);
		assertThat(texts(pom, "/project/name")).singleElement().asString().startsWith("Slipway");
		assertThat(texts(pom, "/project/description")).singleElement().asString().isNotBlank();
	}

	@Test
	void whatIsTheSameForAllIsInTheParent() throws Exception {
		Document pom = pom(".");
		assertThat(texts(pom, "/project/url")).singleElement().asString().startsWith("https://");
		assertThat(texts(pom, "/project/licenses/license/name")).containsExactly("Apache License, Version 2.0");
		assertThat(texts(pom, "/project/licenses/license/url"))
			.containsExactly("https://www.apache.org/licenses/LICENSE-2.0");
		assertThat(texts(pom, "/project/developers/developer/name")).isNotEmpty();
		assertThat(texts(pom, "/project/scm/connection | /project/scm/developerConnection")).hasSize(2)
			.allMatch((url) -> url.startsWith("scm:git:https://"));
		assertThat(texts(pom, "/project/scm/url")).singleElement().asString().startsWith("https://");
	}

	/** Maven would append the name of the module. */
	@Test
	void addressesOfTheParentAreThoseOfItsModules() throws Exception {
		Document pom = pom(".");
		assertThat(texts(pom, "/project/@child.project.url.inherit.append.path | /project/scm/@*")).hasSize(4)
			.containsOnly("false");
		for (String folder : List.of("autoconfigure", "starter")) {
			assertThat(texts(pom(folder), "/project/url | /project/scm | /project/licenses | /project/developers"))
				.isEmpty();
		}
	}

	@Test
	void aReleaseHasSourcesJavadocAndSignatures() throws Exception {
		assertThat(texts(pom("."), "/project/profiles/profile[id='release']//plugin/artifactId"))
			.containsExactly("maven-source-plugin", "maven-javadoc-plugin", "maven-gpg-plugin");
		assertThat(texts(pom("starter"), "/project/profiles/profile[id='release']//classifier"))
			.containsExactly("javadoc");
	}

	/**
	 * An application decides which Spring Boot it has, and where its libraries are from.
	 */
	@Test
	void nothingIsForcedOnAnApplication() throws Exception {
		for (String folder : List.of(".", "autoconfigure", "starter")) {
			assertThat(texts(pom(folder), "//repositories | //pluginRepositories")).isEmpty();
			assertThat(texts(pom(folder),
					"/project/dependencies/dependency[starts-with(groupId, 'org.springframework')]" + "/version"))
				.isEmpty();
		}
		assertThat(texts(pom("."), "/project/parent")).isEmpty();
		assertThat(texts(pom("starter"), "/project/dependencies/dependency/artifactId"))
			.containsExactly("slipway-spring-boot-autoconfigure", "spring-boot-starter-jdbc", "postgresql");
		assertThat(texts(pom("autoconfigure"),
				"/project/dependencies/dependency[not(scope) and not(optional)]/artifactId"))
			.containsExactly("spring-boot-autoconfigure", "spring-boot-jdbc");
	}

	/**
	 * What a published pom requires is a minimum to Gradle, which takes the higher one.
	 */
	@Test
	void theOldestSpringBootIsRequired() throws Exception {
		assertThat(texts(pom("."), "/project/properties/spring-boot.version")).singleElement()
			.asString()
			.startsWith("4.0.");
	}

	private static Document pom(String folder) throws Exception {
		Path path = ROOT.resolve(folder).resolve("pom.xml");
		assertThat(Files.readString(path)).doesNotContain("file:/");
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(path.toFile());
	}

	private static List<String> texts(Document pom, String path) throws Exception {
		NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
		Stream<String> texts = IntStream.range(0, nodes.getLength()).mapToObj((i) -> nodes.item(i).getTextContent());
		return texts.map(String::strip).toList();
	}

}
