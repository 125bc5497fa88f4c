using System.Runtime.InteropServices;

namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>Measures bare samples: 16 bit, one channel, 24,000 Hz.</summary>
internal sealed class Waveform(ReadOnlyMemory<byte> content)
{
    private const int RateHz = 24_000;
    private const double Audible = 0.01;

    private readonly short[] _samples = MemoryMarshal.Cast<byte, short>(content.Span).ToArray();

    public double Seconds => (double)_samples.Length / RateHz;

    /// <summary>When the first and the last sound is heard, s.</summary>
    public (double First, double Last) Heard
    {
        get
        {
            var steps = Enumerable.Range(0, (int)(Seconds * 100)).Where(step => Level(step / 100.0, (step + 1) / 100.0) > Audible).ToList();
            return (steps[0] / 100.0, (steps[^1] + 1) / 100.0);
        }
    }

    /// <summary>Loudness of a part, of full scale.</summary>
    public double Level(double fromSeconds, double toSeconds)
    {
        var part = _samples[Math.Clamp((int)(fromSeconds * RateHz), 0, _samples.Length)..Math.Clamp((int)(toSeconds * RateHz), 0, _samples.Length)];
        return part.Length == 0 ? 0 : Math.Sqrt(part.Average(sample => (double)sample * sample)) / short.MaxValue;
    }

    /// <summary>Pitch of the voice, Hz: the median of the loud parts.</summary>
    public double PitchHz
    {
        get
        {
            var pitches = new List<double>();
            for (var at = 0; at + 2400 < _samples.Length; at += 1200)
            {
                if (Level((double)at / RateHz, (at + 1200.0) / RateHz) > 0.05) pitches.Add(PitchAt(at));
            }

            return pitches.Order().ElementAt(pitches.Count / 2);
        }
    }

    private double PitchAt(int at)
    {
        var best = (Lag: 1, Likeness: double.MinValue);
        for (var lag = RateHz / 320; lag < RateHz / 65; lag++)
        {
            double likeness = 0, energy = 1;
            for (var index = at; index < at + 1200; index++)
            {
                likeness += (double)_samples[index] * _samples[index + lag];
                energy += (double)_samples[index + lag] * _samples[index + lag];
            }

            likeness /= Math.Sqrt(energy);
            if (likeness > best.Likeness) best = (lag, likeness);
        }

        return (double)RateHz / best.Lag;
    }
}
