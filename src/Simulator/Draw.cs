namespace FunctionsPipeline.Simulator;

/// <summary>
/// Chance that depends only on what it is asked for: the same names under the same seed give the same numbers, in whatever order and on
/// whatever thread they are asked. That is what makes a run of the simulator repeatable although its requests arrive in any order.
/// </summary>
internal readonly record struct Draw(ulong State)
{
    /// <summary>The root of all draws under a seed.</summary>
    public static Draw FromSeed(int seed) => new(Mix((uint)seed + 0x9E3779B97F4A7C15UL));

    /// <summary>An independent draw under a name.</summary>
    public Draw For(string name)
    {
        var state = State;
        foreach (var letter in name) state = Mix(state ^ letter);
        return new Draw(Mix(state + 0x9E3779B97F4A7C15UL));
    }

    /// <summary>An independent draw under a number.</summary>
    public Draw For(long number) => new(Mix(Mix(State ^ (ulong)number) + 0x9E3779B97F4A7C15UL));

    /// <summary>A number in [0, 1), uniform.</summary>
    public double Share => (Mix(State) >> 11) / (double)(1UL << 53);

    /// <summary>True with the given probability.</summary>
    public bool Happens(double probability) => Share < probability;

    /// <summary>A whole number in [0, <paramref name="count"/>).</summary>
    public int Index(int count) => (int)(Share * count);

    /// <summary>A number of the standard normal distribution.</summary>
    public double Normal => Math.Sqrt(-2 * Math.Log(1 - Share)) * Math.Cos(2 * Math.PI * For("angle").Share);

    /// <summary>A generator for a longer series of numbers.</summary>
    public Random NewRandom() => new((int)(Mix(State) & 0x7FFF_FFFF));

    /// <summary>An id in the form of a UUID.</summary>
    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Mix(State));
        BitConverter.TryWriteBytes(bytes[8..], Mix(State ^ 0xD1B54A32D192ED03UL));
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    // The finalizer of SplitMix64: every bit of the input changes about half of the output's.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
