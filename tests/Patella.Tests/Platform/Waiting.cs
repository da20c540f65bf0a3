using System.Diagnostics;

namespace Patella.Tests.Platform;

/// <summary>Waits for something that other threads or processes bring about, and says what it waited for when it does not come.</summary>
internal static class Waiting
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>How long it took.</summary>
    public static async Task<TimeSpan> Until(Func<bool> holds, string what, TimeSpan? limit = null)
        => await Until(() => Task.FromResult(holds()), what, limit);

    public static async Task<TimeSpan> Until(Func<Task<bool>> holds, string what, TimeSpan? limit = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < (limit ?? Limit), $"{what} did not come true within {limit ?? Limit}.");
            await Task.Delay(10);
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
