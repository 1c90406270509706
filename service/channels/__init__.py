"""Ways to somebody's chat (Slack, Teams, Feishu, DingTalk, WeCom): addresses checked, messages sent outside only."""
