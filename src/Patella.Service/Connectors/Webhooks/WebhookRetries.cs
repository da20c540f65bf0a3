using Patella.Platform.Clocks;

namespace Patella.Service.Connectors.Webhooks;

/// <summary>When a delivery that failed is tried again: quickly first, then ever more slowly, for about three days; never two receivers in step. Pure.</summary>
internal static class WebhookRetries
{
    /// <summary>A webhook that failed for so long, microseconds, is switched off.</summary>
    public const long DisableAfter = 72L * 3_600 * Microseconds.PerSecond;

    private static readonly int[] PauseSeconds = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 57_600, 86_400];

    public static int MostAttempts => PauseSeconds.Length + 1;

    /// <summary>Microseconds until the next try; null when there is none.</summary>
    /// <param name="attempts">Tries so far.</param>
    /// <param name="chance">0 to 1; shifts the pause by up to a fifth either way.</param>
    public static long? PauseAfter(long attempts, double chance, TimeSpan? asked)
    {
        if (attempts >= MostAttempts)
        {
            return null;
        }

        var pause = PauseSeconds[attempts - 1] * (0.8 + (0.4 * chance));
        return (long)(Math.Max(pause, Math.Min(asked?.TotalSeconds ?? 0, PauseSeconds[^1])) * Microseconds.PerSecond);
    }

    /// <summary>The chance of one try of one delivery: the same whoever computes it.</summary>
    public static double ChanceOf(string delivery, long attempts)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{delivery}/{attempts}"));
        return BitConverter.ToUInt16(hash) / (double)ushort.MaxValue;
    }
}
