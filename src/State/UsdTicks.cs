using System.Globalization;

namespace FunctionsPipeline.State;

/// <summary>Money is a <see cref="long"/> count of ticks of 1e-10 USD, the unit xAI bills in. The largest amount is about 922 million USD.</summary>
public static class UsdTicks
{
    /// <summary>Ticks in one dollar.</summary>
    public const long PerUsd = 10_000_000_000;

    /// <summary>Exact conversion; a fraction of a tick is rounded up, so that a reservation is never too small.</summary>
    /// <exception cref="OverflowException">Beyond the range of <see cref="long"/>.</exception>
    public static long FromUsdRoundedUp(decimal usd) => decimal.ToInt64(decimal.Ceiling(usd * PerUsd));

    /// <summary>Dollars, exact.</summary>
    public static decimal ToUsd(long ticks) => (decimal)ticks / PerUsd;

    /// <summary>For people: <c>$3.21</c>; amounts under a cent keep their significant digits.</summary>
    public static string Format(long ticks)
    {
        var usd = ToUsd(ticks);
        return usd != 0 && Math.Abs(usd) < 0.01m
            ? "$" + usd.ToString("0.##########", CultureInfo.InvariantCulture)
            : "$" + usd.ToString("0.00", CultureInfo.InvariantCulture);
    }
}
