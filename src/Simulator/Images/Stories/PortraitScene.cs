using FunctionsPipeline.Simulator.TalkingHeads;

namespace FunctionsPipeline.Simulator.Images.Stories;

/// <summary>A face, head and shoulders, that looks at the viewer with its mouth closed; where it has its mouth stands in <see cref="PortraitForm"/>.</summary>
internal sealed class PortraitScene(SoftBrush brush, string prompt, Draw draw)
{
    private static readonly Ink[] Skins = [new(238, 205, 180), new(226, 184, 152), new(198, 150, 116), new(150, 104, 76)];

    // The face is as large as fits the narrower side.
    private readonly double _size = PortraitForm.SizeOf(brush.Bottom);
    private readonly double _mouth = PortraitForm.MouthY * brush.Bottom;

    /// <summary>Paints it.</summary>
    public void Paint()
    {
        var skin = Skins[draw.For("skin").Index(Skins.Length - 1)];
        var hair = StoryPicture.Find(prompt, ("white hair", new Ink(226, 224, 220)), ("gr[ae]y h", new Ink(150, 150, 150)), ("fair", new Ink(206, 170, 104)), ("blond", new Ink(214, 178, 106)),
            ("red hair", new Ink(150, 66, 34)), ("black hair", new Ink(34, 28, 28)), ("dark hair", new Ink(52, 38, 32)), ("brown", new Ink(92, 62, 42))) ?? new Ink(84, 58, 44);
        var clothes = StoryPicture.Find(prompt, ("dark red", new Ink(112, 26, 30)), ("linen", new Ink(196, 184, 156)), ("green", new Ink(58, 92, 62)), ("blue", new Ink(48, 74, 122)),
            ("black", new Ink(40, 40, 46)), ("leather", new Ink(104, 74, 48)), ("wool", new Ink(128, 112, 96))) ?? new Ink(96, 88, 104);
        var isWoman = StoryPicture.Find(prompt, ("woman", 1), ("girl", 1), ("queen", 1), ("daughter", 1), ("mother", 1)) is not null;
        var isOld = StoryPicture.Find(prompt, ("old ", 1), ("sixty", 1), ("seventy", 1), ("aged", 1)) is not null;
        Background();
        var face = _mouth - (0.16 * _size);
        if (isWoman) LongHair(face, hair);
        Shoulders(clothes);
        Face(face, skin, isOld);
        Eyes(face, hair);
        Mouth(skin, isWoman);
        Hair(face, hair, isWoman);
        if (!isWoman && StoryPicture.Find(prompt, ("beard", 1), ("king", 1)) is not null) Beard(hair);
        if (StoryPicture.Find(prompt, ("crown", 1)) is not null) Crown(face);
    }

    private void Background()
    {
        var wall = new Ink(92, 84, 78).Towards(new Ink(70, 86, 98), draw.For("wall").Share);
        brush.Gradient(wall.Times(1.25), wall.Times(0.55));
        brush.Ellipse(-0.28, brush.Bottom * 0.3, 0.34, 0.5, wall.Times(1.7), 0.5, 0.6);
        for (var line = 1; line < 8; line++) brush.Box(-0.5, brush.Bottom * line / 8, 0.5, (brush.Bottom * line / 8) + 0.003, wall.Times(0.7));
    }

    private void Shoulders(Ink clothes)
    {
        var top = _mouth + (0.22 * _size);
        brush.Ellipse(0, top + 0.42, 0.46 * _size, 0.4, clothes, 0.004);
        brush.Ellipse(-0.12, top + 0.44, 0.2 * _size, 0.36, clothes.Times(1.16), 0.2, 0.6);
        brush.Ellipse(0, top + 0.03, 0.13 * _size, 0.1 * _size, clothes.Times(0.72), 0.004);
    }

    private void Face(double y, Ink skin, bool isOld)
    {
        brush.Box(-0.075 * _size, y + (0.1 * _size), 0.075 * _size, _mouth + (0.24 * _size), skin.Times(0.78));
        brush.Ellipse(-0.2 * _size, y + (0.02 * _size), 0.035 * _size, 0.06 * _size, skin.Times(0.86));
        brush.Ellipse(0.2 * _size, y + (0.02 * _size), 0.035 * _size, 0.06 * _size, skin.Times(0.8));
        brush.Ellipse(0, y + (0.02 * _size), 0.2 * _size, 0.28 * _size, skin);
        brush.Ellipse(0.11 * _size, y + (0.05 * _size), 0.11 * _size, 0.22 * _size, skin.Times(0.84), 0.12, 0.55);
        brush.Ellipse(-0.09 * _size, y - (0.02 * _size), 0.08 * _size, 0.12 * _size, skin.Times(1.1), 0.1, 0.5);
        foreach (var side in new[] { -1, 1 }) brush.Ellipse(side * 0.1 * _size, y + (0.1 * _size), 0.05 * _size, 0.035 * _size, new Ink(206, 120, 104), 0.05, 0.32);
        brush.Ellipse(0.012 * _size, y + (0.055 * _size), 0.026 * _size, 0.05 * _size, skin.Times(0.8), 0.02, 0.7);
        brush.Ellipse(0, y + (0.09 * _size), 0.04 * _size, 0.018 * _size, skin.Times(0.74), 0.012, 0.7);
        if (!isOld) return;
        foreach (var line in new[] { -0.15, -0.12, -0.09 }) brush.Ellipse(0, y + (line * _size), 0.11 * _size, 0.003, skin.Times(0.72));
    }

    private void Eyes(double y, Ink hair)
    {
        var iris = StoryPicture.Find(prompt, ("grey eyes", new Ink(112, 126, 138)), ("green eyes", new Ink(74, 118, 82)), ("hazel", new Ink(124, 92, 48)), ("blue eyes", new Ink(70, 112, 168)), ("dark eyes", new Ink(48, 34, 28))) ?? new Ink(96, 68, 44);
        foreach (var side in new[] { -1, 1 })
        {
            var x = side * 0.088 * _size;
            brush.Ellipse(x, y - (0.02 * _size), 0.044 * _size, 0.024 * _size, new Ink(244, 240, 234));
            brush.Ellipse(x, y - (0.02 * _size), 0.022 * _size, 0.022 * _size, iris);
            brush.Ellipse(x, y - (0.02 * _size), 0.011 * _size, 0.011 * _size, new Ink(16, 12, 12));
            brush.Ellipse(x - (0.006 * _size), y - (0.027 * _size), 0.005 * _size, 0.005 * _size, new Ink(255, 255, 255));
            brush.Ellipse(x, y - (0.042 * _size), 0.05 * _size, 0.007 * _size, hair.Times(0.5));
            brush.Ellipse(x, y - (0.082 * _size), 0.058 * _size, 0.011 * _size, hair.Times(0.75));
        }
    }

    private void Mouth(Ink skin, bool isWoman)
    {
        var half = PortraitForm.MouthHalfWidth;
        brush.Ellipse(0, _mouth, half, 0.016 * _size, (isWoman ? new Ink(184, 84, 82) : new Ink(168, 104, 92)).Towards(skin, 0.15));
        brush.Ellipse(0, _mouth, half * 0.96, 0.0035, new Ink(92, 40, 40));
    }

    private void Hair(double y, Ink hair, bool isWoman)
    {
        brush.Ellipse(0, y - (0.21 * _size), 0.205 * _size, 0.115 * _size, hair);
        foreach (var side in new[] { -1, 1 }) brush.Ellipse(side * 0.185 * _size, y - (0.11 * _size), 0.036 * _size, (isWoman ? 0.16 : 0.1) * _size, hair.Times(0.92));
        for (var strand = 0; strand < 26; strand++)
        {
            var x = (draw.For("strand").For(strand).Share - 0.5) * 0.34 * _size;
            brush.Ellipse(x, y - (0.22 * _size), 0.0028, 0.06 * _size, hair.Times(strand % 2 == 0 ? 1.25 : 0.75), 0.002, 0.7);
        }
    }

    private void LongHair(double y, Ink hair)
    {
        brush.Ellipse(0, y + (0.1 * _size), 0.27 * _size, 0.4 * _size, hair.Times(0.8));
        for (var strand = 0; strand < 30; strand++)
        {
            var x = (draw.For("long").For(strand).Share - 0.5) * 0.5 * _size;
            brush.Ellipse(x, y + (0.16 * _size), 0.003, 0.28 * _size, hair.Times(strand % 2 == 0 ? 1 : 0.6), 0.002, 0.6);
        }
    }

    private void Beard(Ink hair)
    {
        brush.Ellipse(0, _mouth + (0.09 * _size), 0.13 * _size, 0.075 * _size, hair.Times(0.95), 0.01);
        brush.Ellipse(0, _mouth - (0.032 * _size), 0.09 * _size, 0.014 * _size, hair.Times(0.9), 0.006);
    }

    private void Crown(double y)
    {
        var gold = new Ink(222, 178, 66);
        var rim = y - (0.25 * _size);
        for (var point = -2; point <= 2; point++) brush.Peak(point * 0.08 * _size, rim - (0.1 * _size), rim + 0.01, 0.042 * _size, gold.Times(point % 2 == 0 ? 1 : 0.9));
        brush.Box(-0.2 * _size, rim, 0.2 * _size, rim + (0.035 * _size), gold);
        for (var stone = -1; stone <= 1; stone++) brush.Ellipse(stone * 0.11 * _size, rim + (0.017 * _size), 0.013 * _size, 0.013 * _size, stone == 0 ? new Ink(176, 32, 44) : new Ink(44, 88, 160));
    }
}
