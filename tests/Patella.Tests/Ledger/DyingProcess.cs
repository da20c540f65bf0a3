namespace Patella.Tests.Ledger;

/// <summary>A process that dies once at a point chosen beforehand.</summary>
internal class DyingProcess : Interference
{
    private Moment? _moment;
    private int _left;

    /// <summary>How often it has died at each point.</summary>
    public Dictionary<Moment, int> Deaths { get; } = Enum.GetValues<Moment>().ToDictionary(moment => moment, _ => 0);

    /// <summary>Dies at that point, when it has been passed <paramref name="after"/> times.</summary>
    public void Arm(Moment moment, int after) => (_moment, _left) = (moment, after);

    public void Disarm() => _moment = null;

    public override void At(Moment moment)
    {
        if (_moment == moment && _left-- == 0)
        {
            _moment = null;
            Deaths[moment]++;
            throw new CrashException(moment);
        }
    }
}

/// <summary>A process that adds a cent to a total now and then: what a history must not overlook.</summary>
internal sealed class DriftingProcess(Random random) : DyingProcess
{
    public override object? Arguments(string sql, object? arguments)
        => Change.Accounts(sql, arguments, account => random.Next(200) == 0 ? account with { CreditsPosted = account.CreditsPosted + 1 } : account);
}
