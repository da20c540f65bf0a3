namespace Patella.Kernel.Detection;

/// <summary>Whether a rate is another one than before, when neither is known well.</summary>
internal static class TwoRates
{
    /// <summary>Log likelihood ratio of two rates, one before and one since, against one for both; 0 when the rate has not grown. Nats.</summary>
    public static double Clear(double voices, double exposure, double before, double beforeExposure)
    {
        var (now, then, both) = (voices / exposure, before / beforeExposure, (voices + before) / (exposure + beforeExposure));
        return now <= then || voices <= 0 ? 0 : (voices * Math.Log(now / both)) + (before * Math.Log(then / both));
    }
}
