using System.Text;

namespace FunctionsPipeline.Simulator.Speech;

/// <summary>A word of a text and when it is spoken.</summary>
/// <param name="Start">Its first character, UTF-16 code units from the text's beginning.</param>
/// <param name="Length">Its length, UTF-16 code units.</param>
/// <param name="StartSeconds">When it begins, s.</param>
/// <param name="EndSeconds">When it ends, s.</param>
internal readonly record struct TimedWord(int Start, int Length, double StartSeconds, double EndSeconds);

/// <summary>A spoken text: its sound at an even loudness, and when each word is spoken. A word is what stands between white space.</summary>
internal sealed class SpokenSound
{
    // Of real voices of providers: speech at about -20 dB of full scale, no peak above -1 dB.
    private const double SpeechLevel = 3277;
    private const double PeakMost = 29_200;

    // A word begins where the sound does: this part of the level of speech. What is softer is the breath before it.
    private const double AudibleShare = 0.08;
    private const double WindowSeconds = 0.01;
    private const double ShortestWordSeconds = 0.02;

    private SpokenSound(int sampleRateHz, short[] samples, IReadOnlyList<TimedWord> words) => (SampleRateHz, Samples, Words) = (sampleRateHz, samples, words);

    /// <summary>Samples a second.</summary>
    public int SampleRateHz { get; }

    /// <summary>One channel.</summary>
    public short[] Samples { get; }

    /// <summary>The words, in order; one without a sound, such as a dash, takes no time.</summary>
    public IReadOnlyList<TimedWord> Words { get; }

    /// <summary>Length, s.</summary>
    public double Seconds => (double)Samples.Length / SampleRateHz;

    /// <summary>Puts it together.</summary>
    public static SpokenSound Of(string text, RawSpeech speech)
    {
        var samples = Levelled(speech.Samples);
        return new SpokenSound(speech.SampleRateHz, samples, WordsOf(text, speech.Marks, samples, speech.SampleRateHz));
    }

    /// <summary>Of the same length, and nothing to be heard.</summary>
    public SpokenSound Silenced() => new(SampleRateHz, new short[Samples.Length], Words);

    private static short[] Levelled(short[] samples)
    {
        double squares = 0, peak = 1;
        var loud = 0;
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs((double)sample));
            if (Math.Abs((int)sample) < 100) continue;
            squares += (double)sample * sample;
            loud++;
        }

        if (loud == 0) return samples;
        var gain = Math.Min(SpeechLevel / Math.Sqrt(squares / loud), PeakMost / peak);
        return [.. samples.Select(sample => (short)Math.Round(sample * gain))];
    }

    private static List<TimedWord> WordsOf(string text, IReadOnlyList<WordMark> marks, short[] samples, int rate)
    {
        var tokens = TokensOf(text);
        var beginnings = Beginnings(tokens, marks);
        var loudness = new WindowedLevel(samples, (int)(rate * WindowSeconds), SpeechLevel * AudibleShare);
        var words = new List<TimedWord>(tokens.Count);
        var last = 0;
        for (var index = 0; index < tokens.Count; index++)
        {
            var (token, _, _) = tokens[index];
            if (beginnings[index] is not { } mark)
            {
                words.Add(new TimedWord(token.Start, token.Length, (double)last / rate, (double)last / rate));
                continue;
            }

            var next = beginnings.Skip(index + 1).FirstOrDefault(beginning => beginning is not null) ?? samples.Length;
            var start = Math.Max(last, loudness.FirstAudible(mark, next));
            var end = Math.Clamp(loudness.LastAudible(start, next), Math.Min(samples.Length, start + (int)(rate * ShortestWordSeconds)), samples.Length);
            words.Add(new TimedWord(token.Start, token.Length, (double)start / rate, (double)end / rate));
            last = end;
        }

        return words;
    }

    // The first mark inside each token that does not lie before an earlier one's.
    private static int?[] Beginnings(List<((int Start, int Length) Token, int FirstCharacter, int EndCharacter)> tokens, IReadOnlyList<WordMark> marks)
    {
        var beginnings = new int?[tokens.Count];
        var last = 0;
        for (var index = 0; index < tokens.Count; index++)
        {
            var (_, first, end) = tokens[index];
            var mark = marks.FirstOrDefault(mark => mark.Character >= first && mark.Character < end && mark.Sample >= last);
            if (mark is null) continue;
            beginnings[index] = last = mark.Sample;
        }

        return beginnings;
    }

    // espeak-ng counts code points, everybody else UTF-16 code units.
    private static List<((int Start, int Length) Token, int FirstCharacter, int EndCharacter)> TokensOf(string text)
    {
        var tokens = new List<((int, int), int, int)>();
        int unit = 0, character = 0, startUnit = -1, startCharacter = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (startUnit >= 0) tokens.Add(((startUnit, unit - startUnit), startCharacter, character));
                startUnit = -1;
            }
            else if (startUnit < 0)
            {
                (startUnit, startCharacter) = (unit, character);
            }

            unit += rune.Utf16SequenceLength;
            character++;
        }

        if (startUnit >= 0) tokens.Add(((startUnit, unit - startUnit), startCharacter, character));
        return tokens;
    }
}
