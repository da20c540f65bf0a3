namespace Patella.Simulator;

/// <summary>
/// A piecewise linear density over [0, 1] that integrates to 1: how arrivals spread over a window.
/// Cumulative and quantile are exact, so N quantiles place exactly N arrivals.
/// </summary>
public sealed class ArrivalCurve
{
    private readonly double[] _places;
    private readonly double[] _densities;
    private readonly double[] _sums;

    /// <summary>Builds the curve from points (place, relative intensity) that start at place 0 and end at place 1.</summary>
    public ArrivalCurve(params (double Place, double Intensity)[] points)
    {
        if (points.Length < 2 || points[0].Place != 0 || points[^1].Place != 1)
        {
            throw new ArgumentException("a curve runs from place 0 to place 1", nameof(points));
        }
        _places = points.Select(point => point.Place).ToArray();
        _sums = new double[points.Length];
        for (var index = 1; index < points.Length; index++)
        {
            _sums[index] = _sums[index - 1] + ((points[index].Place - points[index - 1].Place) * (points[index].Intensity + points[index - 1].Intensity) / 2);
        }
        var area = _sums[^1];
        _densities = points.Select(point => point.Intensity / area).ToArray();
        _sums = _sums.Select(sum => sum / area).ToArray();
    }

    /// <summary>Highest density, as a multiple of the mean.</summary>
    public double Peak => _densities.Max();

    /// <summary>Density at a place in [0, 1], as a multiple of the mean.</summary>
    public double Density(double place)
    {
        var index = Segment(_places, place);
        var share = (place - _places[index]) / (_places[index + 1] - _places[index]);
        return _densities[index] + (share * (_densities[index + 1] - _densities[index]));
    }

    /// <summary>Share of arrivals up to a place.</summary>
    public double Cumulative(double place)
    {
        var index = Segment(_places, place);
        return _sums[index] + ((place - _places[index]) * (_densities[index] + Density(place)) / 2);
    }

    /// <summary>The place up to which a share of the arrivals lies; the inverse of <see cref="Cumulative"/>.</summary>
    public double Quantile(double share)
    {
        var index = Segment(_sums, share);
        var width = _places[index + 1] - _places[index];
        var (left, slope) = (_densities[index], (_densities[index + 1] - _densities[index]) / width);
        var wanted = share - _sums[index];
        var offset = Math.Abs(slope) < 1e-12
            ? wanted / Math.Max(left, 1e-12)
            : (Math.Sqrt(Math.Max(0, (left * left) + (2 * slope * wanted))) - left) / slope;
        return _places[index] + Math.Clamp(offset, 0, width);
    }

    private static int Segment(double[] borders, double value)
    {
        var index = 0;
        while (index < borders.Length - 2 && borders[index + 1] <= value)
        {
            index++;
        }
        return index;
    }
}

/// <summary>The shapes of a shopping festival.</summary>
public static class FestivalCurve
{
    /// <summary>Eleven days from 1 to 11 November: the first midnight, quiet days, and the last midnight that towers over all.</summary>
    public static readonly ArrivalCurve Days = new(
        (0, 3.0), (0.02, 2.4), (0.09, 1.0), (0.5, 0.6), (0.88, 0.8), (0.905, 1.4), (0.909, 6.0), (0.93, 3.6), (0.96, 2.6), (1, 1.2));

    /// <summary>The night itself: waiting before midnight, the peak as it strikes, a shoulder, and the slow way home.</summary>
    public static readonly ArrivalCurve Night = new(
        (0, 0.55), (0.18, 0.8), (0.24, 1.1), (0.27, 2.1), (0.33, 1.9), (0.45, 1.25), (0.6, 1.0), (0.8, 0.8), (1, 0.35));
}
