namespace Patella.Host.Doctor;

/// <summary>How a check ended. Wire values are the lower-case names.</summary>
internal enum CheckState
{
    Ok = 1,
    Warning = 2,
    Failed = 3,
    Skipped = 4,
}

/// <summary>One thing the doctor looked at.</summary>
/// <param name="Advice">What to do; empty when nothing is to be done.</param>
internal sealed record CheckResult(string Name, CheckState State, string Detail, string Advice = "")
{
    public static CheckResult Ok(string name, string detail) => new(name, CheckState.Ok, detail);

    public static CheckResult Warning(string name, string detail, string advice) => new(name, CheckState.Warning, detail, advice);

    public static CheckResult Failed(string name, string detail, string advice) => new(name, CheckState.Failed, detail, advice);

    public static CheckResult Skipped(string name, string detail) => new(name, CheckState.Skipped, detail);
}
