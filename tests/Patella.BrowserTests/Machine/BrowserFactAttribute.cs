namespace Patella.BrowserTests.Machine;

/// <summary>A test that needs a browser and the built web; without them it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = TestMachine.Missing;
}

/// <summary>A test that needs a PostgreSQL too.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TwoServersFactAttribute : FactAttribute
{
    public TwoServersFactAttribute() => Skip = TwoServers.Missing;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = TestMachine.Missing;
}
