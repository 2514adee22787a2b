using NUnit.Framework;

[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(3)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
