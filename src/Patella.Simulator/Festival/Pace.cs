namespace Patella.Simulator.Festival;

/// <summary>
/// Turns simulated seconds into machine time. One machine second holds <c>TimeRate</c> business seconds (the server's clock)
/// and each of those <c>Speed</c> simulated seconds (the people's own hurry).
/// </summary>
/// <param name="TimeRate">Speed of the server's business clock, 1 or more.</param>
/// <param name="Speed">Simulated seconds a business second.</param>
/// <param name="Time">Machine time.</param>
public sealed record Pace(double TimeRate, double Speed, TimeProvider Time)
{
    /// <summary>Simulated seconds a machine second.</summary>
    public double Acceleration => TimeRate * Speed;

    /// <summary>Machine time of so many simulated seconds.</summary>
    public TimeSpan Machine(double simulatedSeconds) => TimeSpan.FromSeconds(Math.Max(0, simulatedSeconds) / Acceleration);

    /// <summary>Simulated seconds since a machine timestamp.</summary>
    public double Since(long timestamp) => Time.GetElapsedTime(timestamp).TotalSeconds * Acceleration;

    /// <summary>Lets simulated seconds pass.</summary>
    public Task PassAsync(double simulatedSeconds, CancellationToken cancellation) => Task.Delay(Machine(simulatedSeconds), Time, cancellation);
}
