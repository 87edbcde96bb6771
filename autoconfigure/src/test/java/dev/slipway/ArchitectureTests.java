package dev.slipway;

import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The packages of Slipway, and which of them may know which.
 */
@Tag("once")
class ArchitectureTests {

	private static final String ENGINE = "dev.slipway.engine.";

	/** In the order in which data goes through them. */
	private static final List<String> PACKAGES = List.of("text", "postgres", "catalog", "sql", "layout", "script",
			"files", "history", "plan", "lock", "execute", "watch", "report", "run");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.slipway");

	@Test
	void engineDoesNotKnowSpringBoot() {
		noClasses().that()
			.resideInAnyPackage("dev.slipway", ENGINE + ".")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "dev.slipway.boot..")
			.check(CLASSES);
	}

	@Test
	void engineKnowsOnlyTheJdkSpringsCoreItsLoggerAndTheDriver() {
		classes().that()
			.resideInAnyPackage("dev.slipway", ENGINE + ".")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("dev.slipway", ENGINE + ".", "java..", "javax.sql..", "org.apache.commons.logging..",
					"org.jspecify..", "org.postgresql..", "org.springframework.core..", "org.springframework.jdbc..",
					"org.springframework.util..")
			.check(CLASSES);
	}

	@TestFactory
	List<DynamicTest> packageOfTheEngineImportsOnlyThoseBeforeIt() {
		return PACKAGES.stream()
			.map((name) -> DynamicTest.dynamicTest(name,
					() -> noClasses().that()
						.resideInAPackage(ENGINE + name + "..")
						.should()
						.dependOnClassesThat(resideInAnyPackage(PACKAGES.stream()
							.skip(PACKAGES.indexOf(name) + 1)
							.map((later) -> ENGINE + later + "..")
							.toArray(String[]::new)))
						.allowEmptyShould(false)
						.check(CLASSES)))
			.toList();
	}

	@Test
	void everyClassOfTheEngineIsInOneOfItsPackages() {
		classes().that()
			.resideInAPackage(ENGINE + ".")
			.should()
			.resideInAnyPackage(PACKAGES.stream().map((name) -> ENGINE + name + "..").toArray(String[]::new))
			.check(CLASSES);
	}

	@Test
	void apiShowsNothingOfTheEngine() {
		methods().that()
			.arePublic()
			.and()
			.areDeclaredInClassesThat(resideInAPackage("dev.slipway").and(Predicates.modifier(JavaModifier.PUBLIC)))
			.should()
			.notHaveRawParameterTypes(anyElementThat(resideInAPackage(ENGINE + ".")))
			.andShould()
			.notHaveRawReturnType(resideInAPackage(ENGINE + "."))
			.check(CLASSES);
		constructors().that()
			.arePublic()
			.and()
			.areDeclaredInClassesThat(resideInAPackage("dev.slipway").and(Predicates.modifier(JavaModifier.PUBLIC)))
			.should()
			.notHaveRawParameterTypes(anyElementThat(resideInAPackage(ENGINE + ".")))
			.check(CLASSES);
	}

	/** The one that begins a run knows how to. */
	@Test
	void engineDoesNotKnowTheMigrator() {
		noClasses().that()
			.resideInAPackage(ENGINE + ".")
			.should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("dev.slipway.Migrator")
			.check(CLASSES);
	}

	/** A new layout is a description. What goose's environment needs is older. */
	@Test
	void onlyTheLayoutsKnowTools() {
		noClasses().that()
			.resideInAPackage(ENGINE + ".")
			.and()
			.resideOutsideOfPackage(ENGINE + "layout..")
			.should()
			.accessFieldWhere(DescribedPredicate.describe("a tool's layout is named",
					(access) -> access.getTargetOwner().isEquivalentTo(Layout.class)
							&& !List.of(Layout.PLAIN, Layout.FOLDERS, Layout.GOOSE)
								.stream()
								.map(Layout::name)
								.toList()
								.contains(access.getTarget().getName())))
			.check(CLASSES);
	}

	@Test
	void noCycleBetweenFiles() {
		slices().assignedFrom(new ByFile()).should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void packagesOfTheBootPartHaveNoCycles() {
		slices().matching("dev.slipway.boot.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void onlyOneClassWritesToTheLog() {
		noClasses().that()
			.doNotHaveFullyQualifiedName(ENGINE + "text.LineLog")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.apache.commons.logging..", "org.slf4j..", "java.util.logging..")
			.check(CLASSES);
	}

	@Test
	void onlyOneClassReachesBelowTheDriversPublicInterface() {
		noClasses().that(not(belongToPipeline()))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.postgresql.core..")
			.check(CLASSES);
	}

	private static DescribedPredicate<JavaClass> belongToPipeline() {
		return DescribedPredicate.describe("belong to Pipeline",
				(one) -> ByFile.file(one).equals(ENGINE + "postgres.Pipeline"));
	}

	/** All classes of a source file are one slice. */
	private static final class ByFile implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
			return resideInAPackage("dev.slipway..").test(javaClass) ? SliceIdentifier.of(file(javaClass))
					: SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "source files";
		}

		static String file(JavaClass javaClass) {
			String name = javaClass.getName();
			int nested = name.indexOf('$');
			return (nested < 0) ? name : name.substring(0, nested);
		}

	}

}
