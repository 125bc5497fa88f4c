using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace FunctionsPipeline.Media;

/// <summary>
/// Reads a decoder's standard error: frame times, which a filter prints there because the frame stream has none, and messages,
/// of which the first few thousand characters are kept.
/// </summary>
internal sealed partial class DecoderMessages(TextReader lines)
{
    private const int KeptCharactersMax = 4000;
    private readonly StringBuilder _kept = new();
    private int _lastNumber = -1;
    private int _numberedBefore;

    // Not bounded: the decoder prints a time before the frame itself and waits while the frame is not taken.
    private readonly Channel<(int Frame, long Microseconds)> _times = Channel.CreateUnbounded<(int, long)>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    /// <summary>What the decoder said, cut to a bounded length; complete once <see cref="ReadAsync"/> has ended.</summary>
    public string Text
    {
        get
        {
            lock (_kept) return _kept.ToString().Trim();
        }
    }

    /// <summary>Reads until the decoder closes its end.</summary>
    public async Task ReadAsync()
    {
        try
        {
            while (await lines.ReadLineAsync() is { } line) Take(line);
        }
        finally
        {
            _times.Writer.Complete();
        }
    }

    /// <summary>When a frame is shown, microseconds; null when the decoder does not tell. Frames are asked for in order.</summary>
    public async ValueTask<long?> TimeOfAsync(int frame, CancellationToken cancellationToken)
    {
        while (await _times.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_times.Reader.TryPeek(out var time) && time.Frame <= frame)
            {
                _times.Reader.TryRead(out _);
                if (time.Frame == frame) return time.Microseconds >= 0 ? time.Microseconds : null;
            }

            // A later frame's time is there, so this one's line was lost between two messages.
            if (_times.Reader.TryPeek(out _)) return null;
        }

        return null;
    }

    private void Take(string line)
    {
        // Two writers share the pipe: a message may end up in front of a frame's line.
        var match = FrameLine().Match(line);
        var message = match.Success ? line[..match.Index] : line;
        if (match.Success)
        {
            var frame = FrameOf(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            var isKnown = long.TryParse(match.Groups[2].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds);
            _times.Writer.TryWrite((frame, isKnown ? microseconds : -1));
        }

        if (message.Length == 0 || message == DecoderArguments.FrameMark) return;
        lock (_kept)
        {
            if (_kept.Length < KeptCharactersMax) _kept.Append(message.AsSpan(0, Math.Min(message.Length, KeptCharactersMax))).Append('\n');
        }
    }

    /// <summary>The filter counts from 0 again when the picture's size changes within a video.</summary>
    private int FrameOf(int number)
    {
        if (number <= _lastNumber) _numberedBefore += _lastNumber + 1;
        _lastNumber = number;
        return _numberedBefore + number;
    }

    [GeneratedRegex(@"frame:(\d{1,9}) +pts:(\S+) +pts_time:\S+$")]
    private static partial Regex FrameLine();
}
