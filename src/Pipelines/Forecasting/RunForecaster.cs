namespace FunctionsPipeline.Pipelines.Forecasting;

/// <summary>
/// Forecasts cost and time by playing the run through many times with seeded chance: items wait for a free place and a time slot, take a
/// drawn time, and are refused or fail with the profile's shares. With no chance in the profile every trial is the same and exact.
/// </summary>
public static class RunForecaster
{
    /// <summary>Trials of a forecast: the ends of a 90 % range then rest on about 20 trials each.</summary>
    public const int Trials = 400;

    // Beyond this many item plays a forecast would be felt as a delay; larger runs are played with fewer trials.
    private const long ItemPlaysMax = 4_000_000;
    private const int TrialsMin = 40;

    /// <summary>Makes the forecast.</summary>
    /// <exception cref="OverflowException">The cost is beyond the range of money.</exception>
    public static Forecast Create(ForecastInput input)
    {
        if (input.Items == 0) return new Forecast(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, input.Profile);

        var trials = (int)Math.Clamp(ItemPlaysMax / input.Items, TrialsMin, Trials);
        var random = new Random(input.Seed);
        var results = new Trial[trials];
        for (var i = 0; i < trials; i++) results[i] = Play(input, random);

        var submits = Array.ConvertAll(results, trial => (double)trial.Submits);
        var ticks = Array.ConvertAll(results, trial => (double)trial.ChargedGenerations);
        var seconds = Array.ConvertAll(results, trial => trial.Seconds);
        Array.Sort(submits);
        Array.Sort(ticks);
        Array.Sort(seconds);
        return new Forecast(
            (int)Quantile(submits, 0.5),
            (int)Quantile(submits, 0.95),
            Cost(ticks, 0.05, input),
            Cost(ticks, 0.5, input),
            Cost(ticks, 0.95, input),
            Quantile(seconds, 0.05),
            Quantile(seconds, 0.5),
            Quantile(seconds, 0.95),
            input.Items * input.Profile.ClipBytes,
            checked(input.TicksPerItem * input.Items * input.PaidAttemptsMax),
            input.Profile);
    }

    private static long Cost(double[] sortedGenerations, double share, ForecastInput input) =>
        checked((long)Quantile(sortedGenerations, share) * input.TicksPerItem);

    // The nearest rank: an observed value, so that counts stay whole.
    private static double Quantile(double[] sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];

    private static Trial Play(ForecastInput input, Random random)
    {
        var freeAt = new PriorityQueue<int, double>(input.Concurrency);
        for (var place = 0; place < Math.Min(input.Concurrency, input.Items); place++) freeAt.Enqueue(place, 0);

        var secondsPerSlot = input.SubmitsPerMinute is { } rate ? 60 / rate : 0;
        var end = 0.0;
        var submits = 0;
        var charged = 0;
        for (var item = 0; item < input.Items; item++)
        {
            freeAt.TryDequeue(out var place, out var time);
            time += Between(random, input.JitterMinSeconds, input.JitterMaxSeconds);
            for (var attempt = 1; ; attempt++)
            {
                // The n-th submit cannot come before n slots have passed, whichever item it belongs to.
                time = Math.Max(time, submits * secondsPerSlot);
                submits++;
                time += Between(random, input.Profile.LatencyMinSeconds, input.Profile.LatencyMaxSeconds);
                var outcome = Draw(input.Profile, random);
                if (IsCharged(outcome, input.Profile)) charged++;
                if (outcome == Outcome.Failed && attempt < input.PaidAttemptsMax) continue;
                if (outcome == Outcome.Done) time += input.Profile.OverheadSeconds;
                break;
            }

            end = Math.Max(end, time);
            freeAt.Enqueue(place, time);
        }

        return new Trial(submits, charged, end);
    }

    private static Outcome Draw(ProviderProfile profile, Random random)
    {
        var draw = random.NextDouble();
        if (draw < profile.RefusedShare) return Outcome.Refused;
        return draw < profile.RefusedShare + profile.FailedShare ? Outcome.Failed : Outcome.Done;
    }

    private static bool IsCharged(Outcome outcome, ProviderProfile profile) => outcome switch
    {
        Outcome.Refused => profile.IsRefusalCharged,
        Outcome.Failed => profile.IsFailureCharged,
        _ => true,
    };

    private static double Between(Random random, double from, double to) => from + ((to - from) * random.NextDouble());

    private enum Outcome
    {
        Done,
        Refused,
        Failed,
    }

    private readonly record struct Trial(int Submits, int ChargedGenerations, double Seconds);
}
