namespace Patella.Host.Hosting;

/// <summary>The machine's clock, for commands that run without a server and its container.</summary>
internal static class MachineClock
{
    public static TimeProvider Provider => TimeProvider.System;
}
