package dev.slipway;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The house: two floors, and rooms that import only rooms before them.
 */
class ArchitectureTests {

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.slipway");

	@Test
	void theEngineKnowsNothingOfSpringBoot() {
		noClasses().that()
			.resideInAPackage("dev.slipway.engine..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "dev.slipway.boot..")
			.check(this.classes);
	}

	@Test
	void theEngineKnowsTheJdkSpringsCoreItsLoggerAndTheDriverOnly() {
		classes().that()
			.resideInAPackage("dev.slipway.engine..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("dev.slipway.engine..", "java..", "javax.sql..", "org.apache.commons.logging..",
					"org.jspecify..", "org.postgresql..", "org.springframework.core..", "org.springframework.jdbc..",
					"org.springframework.util..")
			.check(this.classes);
	}

	@Test
	void roomsImportOnlyRoomsBeforeThem() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("door")
			.definedBy("dev.slipway.engine")
			.layer("watch")
			.definedBy("dev.slipway.engine.watch")
			.layer("execute")
			.definedBy("dev.slipway.engine.execute")
			.layer("lock")
			.definedBy("dev.slipway.engine.lock")
			.layer("plan")
			.definedBy("dev.slipway.engine.plan")
			.layer("history")
			.definedBy("dev.slipway.engine.history")
			.layer("script")
			.definedBy("dev.slipway.engine.script")
			.whereLayer("door")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("watch")
			.mayOnlyBeAccessedByLayers("door")
			.whereLayer("execute")
			.mayOnlyBeAccessedByLayers("watch", "door")
			.whereLayer("lock")
			.mayOnlyBeAccessedByLayers("execute", "watch", "door")
			.whereLayer("plan")
			.mayOnlyBeAccessedByLayers("lock", "execute", "watch", "door")
			.whereLayer("history")
			.mayOnlyBeAccessedByLayers("plan", "lock", "execute", "watch", "door")
			.whereLayer("script")
			.mayOnlyBeAccessedByLayers("history", "plan", "lock", "execute", "watch", "door")
			.check(this.classes);
	}

	@Test
	void errorsAreALeaf() {
		noClasses().that()
			.resideInAPackage("dev.slipway.engine.error")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.slipway.engine", "dev.slipway.engine.script..", "dev.slipway.engine.history..",
					"dev.slipway.engine.plan..", "dev.slipway.engine.lock..", "dev.slipway.engine.execute..",
					"dev.slipway.engine.watch..")
			.check(this.classes);
	}

	@Test
	void everyLogLineGoesThroughOneClass() {
		noClasses().that()
			.doNotHaveFullyQualifiedName("dev.slipway.engine.error.LineLog")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.apache.commons.logging..", "org.slf4j..", "java.util.logging..")
			.check(this.classes);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("dev.slipway.(**)").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void onlyOnePlaceReachesBelowTheDriversPublicInterface() {
		noClasses().that()
			.doNotHaveFullyQualifiedName("dev.slipway.engine.execute.Pipeline")
			.and()
			.doNotHaveFullyQualifiedName("dev.slipway.engine.execute.Pipeline$Receiver")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.postgresql.core..")
			.check(this.classes);
	}

}
